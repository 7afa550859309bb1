package io.sockeye.selectors;

/** To be replaced. */
public final class Placeholder {
    private Placeholder() {}
}
