package io.sockeye.selectors;

/**
 * A key that is ready.
 *
 * @param key what was registered
 * @param events what of it is ready: EVENT_READ, EVENT_WRITE or both
 */
public record ReadyKey(SelectorKey key, int events) {}
