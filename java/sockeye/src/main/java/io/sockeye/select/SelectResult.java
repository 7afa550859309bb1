package io.sockeye.select;

import java.util.List;

/**
 * What {@link Select#select} returns: the same objects that it was given.
 *
 * @param <R> what can be read
 * @param <W> what can be written
 * @param <X> what is exceptional
 * @param readable those that can be read
 * @param writable those that can be written
 * @param exceptional those with urgent data
 */
public record SelectResult<R, W, X>(List<R> readable, List<W> writable, List<X> exceptional) {}
