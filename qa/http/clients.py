"""Who is asking, as far as counting goes."""

from __future__ import annotations

import ipaddress

from starlette.types import Scope

# What one subscriber is given at least (RFC 6177): whoever has one address of it has all.
_NETWORK_BITS = 64


def client_of(scope: Scope) -> str:
    """The address that a request came from; of IPv6 the network.

    It is the socket's, or behind a trusted proxy the one that the proxy names (qa/serving.py).
    """
    host = (scope.get("client") or ("",))[0]
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return str(host)
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, _NETWORK_BITS), strict=False))
    return str(address)
