package io.sockeye.benchmarks.compare;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who shall take part.
 *
 * @param wanted picks servers by name, the usual ones if it is absent
 * @param brief whether what takes time or rarely wins is not usual
 * @param socketServers whether those of socketserver and of CPython are usual
 */
record Choice(Optional<Pattern> wanted, boolean brief, boolean socketServers) {
    /** Whether it is worth looking for a server at all. */
    boolean mayHave(Server server) {
        if (wanted.isPresent()) {
            return wanted.get().matcher(server.name()).find();
        }
        return (!brief || !Peers.takesTime(server))
                && (socketServers || !server.isForSocketServer());
    }
}
