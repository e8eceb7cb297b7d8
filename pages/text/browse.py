"""What the Browse page is made of; what its tabs say lies in the modules browse_*.py."""

from __future__ import annotations


class Tabs:
    """What the tabs are called; a name stands in links."""

    PICTURES, ONE_DIGIT, CLASSES, MAP = "Pictures", "One digit", "Classes", "Map"
