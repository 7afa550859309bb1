"""Echo servers of CPython's standard library: KIND (see main), HOST, PORT."""

import asyncio
import socketserver
import sys

BACKLOG = 4096


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        while data := self.request.recv(65536):
            self.request.sendall(data)


class Threading(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    request_queue_size = BACKLOG


class Forking(socketserver.ForkingTCPServer):
    allow_reuse_address = True
    request_queue_size = BACKLOG
    # 40 by default; a client more than that would wait for ever for an echo.
    max_children = 200


class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.transport.write(data)


class Datagrams(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, address):
        self.transport.sendto(data, address)


class DatagramHandler(socketserver.BaseRequestHandler):
    def handle(self):
        data, socket = self.request
        socket.sendto(data, self.client_address)


class Udp(socketserver.UDPServer):
    max_packet_size = 65536


def ready(address):
    print("ready %s:%d" % address, flush=True)


async def serve_asyncio(address):
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Echo, *address, backlog=BACKLOG)
    ready(server.sockets[0].getsockname())
    await server.serve_forever()


async def serve_datagrams(address):
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(Datagrams, local_addr=address)
    ready(transport.get_extra_info("sockname"))
    await asyncio.Event().wait()


SERVERS = {
    "threading": (Threading, Handler),
    "forking": (Forking, Handler),
    "udp": (Udp, DatagramHandler),
}
LOOPS = {"asyncio": serve_asyncio, "asyncio-udp": serve_datagrams}


def main(kind, host, port):
    address = (host, int(port))
    if kind in LOOPS:
        asyncio.run(LOOPS[kind](address))
        return
    server_class, handler = SERVERS[kind]
    with server_class(address, handler) as server:
        ready(server.server_address)
        server.serve_forever()


main(*sys.argv[1:])
