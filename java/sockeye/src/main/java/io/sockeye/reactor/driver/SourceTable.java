package io.sockeye.reactor.driver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the source of an event by a dense number. A token is that number and a generation, so that
 * a late event for a source that is gone finds nothing.
 */
final class SourceTable {
    private @Nullable Source[] sources = new Source[64];

    /** Free places, each holding the number of the next one. */
    private int[] nextFree = new int[64];

    private int firstFree = Source.NOWHERE;
    private int used;
    private int generations;
    private int count;

    /** Gives a source its place. */
    void add(Source source) {
        int place = firstFree;
        if (place == Source.NOWHERE) {
            place = used++;
            if (place == sources.length) {
                sources = Arrays.copyOf(sources, place * 2);
                nextFree = Arrays.copyOf(nextFree, place * 2);
            }
        } else {
            firstFree = nextFree[place];
        }
        count++;
        sources[place] = source;
        source.place = place;
        source.generation = ++generations;
    }

    void remove(Source source) {
        count--;
        sources[source.place] = null;
        nextFree[source.place] = firstFree;
        firstFree = source.place;
        source.place = Source.NOWHERE;
    }

    static long token(Source source) {
        return (long) source.generation << 32 | source.place;
    }

    /** The source of a token, or null if it is gone. */
    @Nullable Source find(long token) {
        Source source = sources[(int) token];
        return source != null && source.generation == (int) (token >>> 32) ? source : null;
    }

    /** Those too that are gone but for their last requests. */
    boolean isEmpty() {
        return count == 0;
    }

    List<Source> all() {
        return those(false);
    }

    /** Those that are gone but for their last requests. */
    List<Source> left() {
        return those(true);
    }

    private List<Source> those(boolean gone) {
        List<Source> those = new ArrayList<>();
        for (Source source : sources) {
            if (source != null && source.gone == gone) {
                those.add(source);
            }
        }
        return those;
    }
}
