package dev.linqroutes.webhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionLimiterTest {
    private static final Duration IDLE = Duration.ofSeconds(20);
    private static final Duration BUSY = Duration.ofSeconds(30);

    private long now = Long.MAX_VALUE - 5;
    private final ConnectionLimiter connections = new ConnectionLimiter(3, IDLE, BUSY, () -> now);
    private final List<EmbeddedChannel> channels = new ArrayList<>();

    private EmbeddedChannel open() {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.closeFuture().addListener(closed -> connections.onClosed(channel));
        channels.add(channel);
        connections.onOpened(channel);
        return channel;
    }

    private void pass(Duration time) {
        now += time.toNanos();
        connections.closeOverdue();
        channels.forEach(EmbeddedChannel::runPendingTasks);
    }

    @Test
    void a_connection_without_a_complete_head_in_time_is_closed() {
        EmbeddedChannel channel = open();

        pass(IDLE.minusNanos(1));
        assertThat(channel.isOpen()).isTrue();
        pass(Duration.ofNanos(1));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void a_connection_is_kept_while_requests_arrive_and_are_answered() {
        EmbeddedChannel channel = open();
        for (int i = 0; i < 10; i++) {
            pass(IDLE.minusSeconds(1));
            connections.onRequestHead(channel);
            pass(BUSY.minusSeconds(1));
            connections.onAllAnswered(channel);
        }

        assertThat(channel.isOpen()).isTrue();
        pass(IDLE);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void a_request_that_arrives_while_its_connection_becomes_overdue_is_answered() {
        EmbeddedChannel channel = open();
        now += IDLE.toNanos();
        connections.closeOverdue();

        connections.onRequestHead(channel);
        channel.runPendingTasks();

        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void a_connection_that_does_not_read_its_response_is_closed() {
        EmbeddedChannel channel = open();
        connections.onRequestHead(channel);

        pass(BUSY);

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void above_the_limit_the_longest_idle_connection_is_closed_and_never_one_with_a_request() {
        EmbeddedChannel first = open();
        EmbeddedChannel second = open();
        EmbeddedChannel third = open();
        connections.onRequestHead(first);
        connections.onAllAnswered(first);
        connections.onRequestHead(second);

        EmbeddedChannel fourth = open();
        EmbeddedChannel fifth = open();

        assertThat(List.of(first, second, third, fourth, fifth))
                .extracting(EmbeddedChannel::isOpen)
                .containsExactly(false, true, false, true, true);
    }

    @Test
    void above_the_limit_an_incomplete_body_is_closed_before_a_newer_idle_connection() {
        EmbeddedChannel whole = open();
        connections.onRequestHead(whole);
        connections.onBodyReceived(whole);
        EmbeddedChannel unfinished = open();
        connections.onRequestHead(unfinished);
        pass(Duration.ofMillis(1));
        EmbeddedChannel kept = open();
        connections.onRequestHead(kept);
        connections.onBodyReceived(kept);
        connections.onAllAnswered(kept);
        pass(Duration.ofMillis(1));

        EmbeddedChannel fourth = open();
        assertThat(channels).extracting(EmbeddedChannel::isOpen).containsExactly(true, false, true, true);
        pass(Duration.ofMillis(1));
        EmbeddedChannel fifth = open();

        assertThat(channels).extracting(EmbeddedChannel::isOpen).containsExactly(true, false, false, true, true);
        assertThat(List.of(fourth, fifth)).allMatch(EmbeddedChannel::isOpen);
    }

    @Test
    void incomplete_bodies_do_not_block_new_connections() {
        for (int i = 0; i < 10; i++) {
            pass(Duration.ofMillis(1));
            connections.onRequestHead(open());
        }

        assertThat(channels.subList(0, 7)).noneMatch(EmbeddedChannel::isOpen);
        assertThat(channels.subList(7, 10)).allMatch(EmbeddedChannel::isOpen);
    }

    @Test
    void while_all_connections_are_busy_a_new_one_is_closed() {
        for (int i = 0; i < 3; i++) {
            EmbeddedChannel channel = open();
            connections.onRequestHead(channel);
            connections.onBodyReceived(channel);
        }

        EmbeddedChannel fourth = open();

        assertThat(channels.subList(0, 3)).allMatch(EmbeddedChannel::isOpen);
        assertThat(fourth.isOpen()).isFalse();
    }

    @Test
    void a_closed_connection_does_not_count() {
        for (int i = 0; i < 10; i++) {
            EmbeddedChannel channel = open();
            connections.onRequestHead(channel);
            channel.close();
            channel.runPendingTasks();
        }

        assertThat(open().isOpen()).isTrue();
    }
}
