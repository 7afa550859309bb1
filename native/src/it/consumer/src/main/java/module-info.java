/** Names the library and nothing of its natives jar, which the module system finds by itself. */
module consumer {
    requires io.sockeye;

    // The server makes the handler.
    opens consumer;
}
