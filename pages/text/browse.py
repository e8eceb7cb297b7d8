"""What the Browse page is made of; what its tabs say lies in the modules browse_*.py."""

from __future__ import annotations


class Tabs:
    """What the tabs are called; a name stands in links."""

    PICTURES, ONE_DIGIT, CLASSES, MAP = "Pictures", "One digit", "Classes", "Map"


class Address:
    """What all tabs say of an address that names something that is not there."""

    UNKNOWN = "The address asks for something that is not there; what stands here is shown instead."
    PUT_RIGHT = "Take it out of the address"
