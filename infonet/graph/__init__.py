"""The referral network as arrays, with networkx as the hinge to every other algorithm."""

from infonet.graph._network import Network, network

__all__ = [
    "Network",
    "network",
]
