"""Echo servers of CPython's standard library: asyncio, threading or forking, HOST, PORT."""

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


def ready(address):
    print("ready %s:%d" % address, flush=True)


async def serve_asyncio(address):
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Echo, *address, backlog=BACKLOG)
    ready(server.sockets[0].getsockname())
    await server.serve_forever()


def main(kind, host, port):
    address = (host, int(port))
    if kind == "asyncio":
        asyncio.run(serve_asyncio(address))
    with {"threading": Threading, "forking": Forking}[kind](address, Handler) as server:
        ready(server.server_address)
        server.serve_forever()


main(*sys.argv[1:])
