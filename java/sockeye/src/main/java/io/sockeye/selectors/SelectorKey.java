package io.sockeye.selectors;

import org.jspecify.annotations.Nullable;

/**
 * What was registered with a selector.
 *
 * @param fileobj the object, or the Integer
 * @param fd its descriptor when it was registered
 * @param events EVENT_READ, EVENT_WRITE or both
 * @param data whatever the caller attached, or null
 */
public record SelectorKey(Object fileobj, int fd, int events, @Nullable Object data) {
    /**
     * The object, without a cast at the caller's.
     *
     * @param <T> its class
     * @param type its class
     * @return the object
     * @throws ClassCastException if it is of another class
     */
    public <T> T fileobj(Class<T> type) {
        return type.cast(fileobj);
    }

    /**
     * The attachment, without a cast at the caller's.
     *
     * @param <T> its class
     * @param type its class
     * @return the attachment, null if there is none
     * @throws ClassCastException if it is of another class
     */
    public <T> @Nullable T data(Class<T> type) {
        return type.cast(data);
    }
}
