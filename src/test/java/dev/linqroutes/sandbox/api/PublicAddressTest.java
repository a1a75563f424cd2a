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
                "0.1.2.3",
                "192.0.0.8",
                "198.18.0.1",
                "198.19.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "224.0.0.1",
                "::1",
                "::ffff:127.0.0.1",
                "fe80::1",
                "fc00::1",
                "fd12::1",
                "::",
                "::7f00:1",
                "64:ff9b::7f00:1",
                "64:ff9b:1::a00:1",
                "2002:7f00:1::",
                "2001:0:1::1",
                "ff02::1"
            })
    void addresses_that_only_this_machine_or_its_network_reaches_are_not_public(String address) throws Exception {
        assertThat(PublicAddress.isPublic(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "93.184.215.14",
                "100.128.0.1",
                "172.32.0.1",
                "198.20.0.1",
                "223.255.255.1",
                "2606:2800:21f::1",
                "2001:4860:4860::8888"
            })
    void other_addresses_are_public(String address) throws Exception {
        assertThat(PublicAddress.isPublic(InetAddress.getByName(address))).isTrue();
    }
}
