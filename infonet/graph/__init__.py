"""The referral network as arrays, with networkx as the way to every other algorithm."""

from infonet.graph._network import Network, network, network_of
from infonet.graph._once import unweighted
from infonet.graph._past import Past

__all__ = ["Network", "Past", "network", "network_of", "unweighted"]
