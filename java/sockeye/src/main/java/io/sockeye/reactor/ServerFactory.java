package io.sockeye.reactor;

/** A {@link Factory} for listening ports. Twisted's {@code ServerFactory}. */
public class ServerFactory extends Factory {
    /** A factory whose {@code buildProtocol} is overridden, or that gets a protocol. */
    public ServerFactory() {}
}
