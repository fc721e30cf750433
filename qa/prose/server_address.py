"""The address of a language model's server: only the settings name one, and not every one will do.

Over plain http a key and the questions could be read on the way: http is for this machine, and for
private networks that the settings name. A name is looked up before each connection, and the address
that was looked at is the one that is connected to.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
_PATH = re.compile(r"[A-Za-z0-9/._~%-]*")
# What Azure wants behind the path; a key there would stand in every log on the way.
_QUERY = re.compile(r"(api-version=[A-Za-z0-9.-]{1,40})?")
_PORTS = {"http": 80, "https": 443}


class AddressUnfit(ValueError):
    """Not the address of a model's server; the words never repeat it, for it may hold a key."""


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """Where a model's server is, below which its routes stand."""

    scheme: str  # "http" or "https"
    host: str  # a name or an address, without brackets
    port: int
    path: str  # without a slash at its end
    query: str  # "" or "api-version=..."

    def route(self, name: str) -> str:
        """The path of a route with the query behind it."""
        path = f"{self.path}/{name}"
        return f"{path}?{self.query}" if self.query else path

    @property
    def place(self) -> str:
        """Scheme, host and port, for people and for the Host header's use."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"

    @property
    def host_header(self) -> str:
        """What the server is called in a request."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def parse_server_address(words: str, networks: Sequence[str] = ()) -> ServerAddress:
    """The address in the words; `networks` are private ones in which http will do.

    Raises: AddressUnfit.
    """
    try:
        parts = urlsplit(words)
        port = parts.port
    except ValueError as error:
        raise AddressUnfit("this is no address") from error
    if parts.scheme not in _PORTS:
        raise AddressUnfit("it does not begin with https:// or http://")
    if "@" in parts.netloc:
        raise AddressUnfit("it holds a name or password")
    if "#" in words or not _QUERY.fullmatch(parts.query):
        raise AddressUnfit("only api-version=... may stand behind its path")
    host = parts.hostname or ""
    if not (_ip_of(host) or _NAME.fullmatch(host)) or not _PATH.fullmatch(parts.path) or port == 0:
        raise AddressUnfit("this is no address")
    found = ServerAddress(
        parts.scheme, host, port or _PORTS[parts.scheme], parts.path.rstrip("/"), parts.query
    )
    if found.scheme == "http":
        _check_near(found.host, networks)
    return found


def check_networks(networks: Sequence[str]) -> None:
    """Whether these are private networks.

    Raises: AddressUnfit.
    """
    for words in networks:
        try:
            network = ipaddress.ip_network(words)
        except ValueError as error:
            raise AddressUnfit("give networks as 10.0.0.0/24") from error
        if not network.is_private or network.prefixlen == 0:
            raise AddressUnfit(f"{network} is no private network")


async def addresses_of(address: ServerAddress, networks: Sequence[str] = ()) -> list[str]:
    """What to connect to, in the order to try; over https the name, for its certificate counts.

    Raises: AddressUnfit where a name leads out of the machine and the networks; OSError where it
    leads nowhere.
    """
    if address.scheme == "https" or _ip_of(address.host):
        return [address.host]
    import asyncio  # slow to import: only where a model is asked
    import socket

    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    hosts = dict.fromkeys(str(where[0]) for *_, where in found)
    if not all(is_near(host, networks) for host in hosts):
        raise AddressUnfit("its name leads to another network")
    return sorted(hosts, key=lambda host: ":" in host)  # most local servers know IPv4 alone


def is_near(host: str, networks: Sequence[str]) -> bool:
    """Whether an address is this machine's own, or in one of the networks."""
    ip = _ip_of(host)
    if ip is None:
        return False
    return ip.is_loopback or any(ip in ipaddress.ip_network(network) for network in networks)


def _check_near(host: str, networks: Sequence[str]) -> None:
    if _ip_of(host) is not None:
        if not is_near(host, networks):
            raise AddressUnfit("over http it has to be this machine, or in QA_MODEL_NETWORKS")
    elif host != "localhost" and not networks:
        raise AddressUnfit("over http a name has to lead into a network of QA_MODEL_NETWORKS")


def _ip_of(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
