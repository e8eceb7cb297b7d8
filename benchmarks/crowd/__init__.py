"""Many people on one server, without as many browsers: each sends what one browser was seen to send."""
