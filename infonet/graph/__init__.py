"""The referral network as arrays, with networkx as the way to every other algorithm."""

from infonet.graph._arrays import alike
from infonet.graph._network import Network, network, network_of

__all__ = ["Network", "alike", "network", "network_of"]
