package dev.linqroutes.sandbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.8.8",
                "0.0.0.0",
                "10.0.0.1",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "224.0.0.1",
                "::1",
                "::ffff:127.0.0.1",
                "fe80::1",
                "fc00::1",
                "fd12::1"
            })
    void addresses_that_only_this_machine_or_its_network_reaches_are_not_public(String address) throws Exception {
        assertThat(RemoteFileFetcher.isPublic(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"93.184.215.14", "100.128.0.1", "172.32.0.1", "2606:2800:21f::1"})
    void other_addresses_are_public(String address) throws Exception {
        assertThat(RemoteFileFetcher.isPublic(InetAddress.getByName(address))).isTrue();
    }
}
