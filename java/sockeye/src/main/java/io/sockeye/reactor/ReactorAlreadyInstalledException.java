package io.sockeye.reactor;

/** A reactor was to be installed, but the program has one already. */
public final class ReactorAlreadyInstalledException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    ReactorAlreadyInstalledException(String message) {
        super(message);
    }
}
