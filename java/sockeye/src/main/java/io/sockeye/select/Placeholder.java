package io.sockeye.select;

/** To be replaced. */
public final class Placeholder {
    private Placeholder() {}
}
