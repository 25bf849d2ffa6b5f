"""The ways out of the house, one file each: send, or raise. They never meet each other."""
