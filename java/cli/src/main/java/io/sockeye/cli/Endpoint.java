package io.sockeye.cli;

import io.sockeye.socket.Address;

/** Host and port as they stand on a command line. */
final class Endpoint {
    private Endpoint() {}

    static Address of(String host, int port) {
        return host.contains(":") ? Address.inet6(host, port, 0, 0) : Address.inet(host, port);
    }
}
