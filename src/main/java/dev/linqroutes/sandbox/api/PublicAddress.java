package dev.linqroutes.sandbox.api;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tells addresses that everybody reaches from those of this machine, its network and special purposes, also where they are wrapped
 * in an IPv6 address. Linq reaches none of those, nor may those who call the sandbox by it.
 */
public final class PublicAddress {
    private static final List<Block> SPECIAL = blocks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3",
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20");

    /** All others of IPv6 are for special purposes, or not assigned. */
    private static final Block GLOBAL_IPV6 = Block.of("2000::/3");

    private PublicAddress() {}

    /** Addresses that begin with the same bits. */
    private record Block(byte[] start, int bits) {
        /** @param text an address and how many of its bits count */
        static Block of(String text) {
            String[] parts = text.split("/");
            try {
                return new Block(InetAddress.getByName(parts[0]).getAddress(), Integer.parseInt(parts[1]));
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(text, e);
            }
        }

        boolean contains(byte[] address) {
            return address.length == start.length && first(address).equals(first(start));
        }

        private BigInteger first(byte[] address) {
            return new BigInteger(1, address).shiftRight(8 * address.length - bits);
        }
    }

    private static List<Block> blocks(String... texts) {
        return Stream.of(texts).map(Block::of).toList();
    }

    public static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        return (bytes.length == 4 || GLOBAL_IPV6.contains(bytes))
                && SPECIAL.stream().noneMatch(block -> block.contains(bytes));
    }
}
