package io.sockeye.reactor;

import io.sockeye.engine.DirectBuffer;
import io.sockeye.engine.Syscalls;
import io.sockeye.socket.Address;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The peers of a datagram socket of late, as addresses and as the kernel's bytes, so that each is
 * translated once while it talks. Of three that share a place one is forgotten: however many peers
 * there are, or pretend to be, it does not grow.
 */
final class PeerCache {
    private static final int PLACES = 1024;

    /** An address, and the words of its {@code struct sockaddr}. */
    record Peer(Address address, int[] words) {
        /** Fills a slot with it. */
        void putInto(DirectBuffer slot) {
            slot.putInt(0, words.length * Integer.BYTES);
            for (int i = 0; i < words.length; i++) {
                slot.putInt(Syscalls.SLOT_ADDRESS + i * Integer.BYTES, words[i]);
            }
        }

        private boolean isIn(DirectBuffer slot) {
            for (int i = 0; i < words.length; i++) {
                if (words[i] != word(slot, i)) {
                    return false;
                }
            }
            return slot.getInt(0) == words.length * Integer.BYTES;
        }
    }

    private final @Nullable Peer[] byWords = new Peer[PLACES];
    private final @Nullable Peer[] byAddress = new Peer[PLACES];

    private static int word(DirectBuffer slot, int index) {
        return slot.getInt(Syscalls.SLOT_ADDRESS + index * Integer.BYTES);
    }

    private static int place(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed >>> Integer.numberOfLeadingZeros(PLACES - 1);
    }

    /** Whose address is in a slot; null for one that has not been here, or not of late. */
    @Nullable Peer find(DirectBuffer slot) {
        int place = place(hash(slot));
        Peer first = byWords[place];
        if (first != null && first.isIn(slot)) {
            return first;
        }
        Peer second = byWords[place ^ 1];
        return second != null && second.isIn(slot) ? second : null;
    }

    @Nullable Peer find(Address address) {
        int place = place(address.hashCode());
        Peer first = byAddress[place];
        if (first != null && first.address.equals(address)) {
            return first;
        }
        Peer second = byAddress[place ^ 1];
        return second != null && second.address.equals(address) ? second : null;
    }

    /** Keeps who has sent something. */
    Peer keepSender(Address address, DirectBuffer slot) {
        Peer peer = keepReceiver(address, slot);
        put(byWords, place(hash(slot)), peer);
        return peer;
    }

    /** Keeps whom something is sent to. Its address may be written otherwise than a sender's. */
    Peer keepReceiver(Address address, DirectBuffer slot) {
        int[] words = new int[slot.getInt(0) / Integer.BYTES];
        Arrays.setAll(words, i -> word(slot, i));
        Peer peer = new Peer(address, words);
        put(byAddress, place(address.hashCode()), peer);
        return peer;
    }

    /** Beside whoever is there already, so that two who share a place do not take turns in it. */
    private static void put(@Nullable Peer[] places, int place, Peer peer) {
        places[places[place] == null ? place : place ^ 1] = peer;
    }

    private static int hash(DirectBuffer slot) {
        int hash = 0;
        int count = slot.getInt(0) / Integer.BYTES;
        for (int i = 0; i < count; i++) {
            hash = hash * 31 + word(slot, i);
        }
        return hash;
    }
}
