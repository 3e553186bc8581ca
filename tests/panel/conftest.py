"""The book that the tests of the panel share.

Robin (me) is the ego; a number is the strength of a tie, worked out from what was said of it:

    me ──0.70── Ana ──0.37── Bo (Delta, data engineer)
     │            └───0.37── Cy (Delta, buyer)
     ├──0.37── Di (Delta)
     └──0.56── Eli (Echo, nurse)

Delta is the target. Ana was never asked, and nothing is in the log.
"""
