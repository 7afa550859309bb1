package io.sockeye.examples;

final class Placeholder {
    private Placeholder() {}
}
