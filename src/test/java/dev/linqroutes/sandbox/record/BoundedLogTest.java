package dev.linqroutes.sandbox.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BoundedLogTest {
    private static List<String> kept(BoundedLog<String> log) {
        return LongStream.rangeClosed(log.first(), log.last())
                .mapToObj(log::get)
                .toList();
    }

    @Test
    void the_oldest_go_when_there_are_too_many() {
        BoundedLog<String> log = new BoundedLog<>(3);
        for (int count = 1; count <= 8; count++) {
            log.add("entry " + count);
        }

        assertThat(kept(log)).containsExactly("entry 6", "entry 7", "entry 8");
        assertThat(log.first()).isEqualTo(6);
    }

    @Test
    void the_oldest_go_when_they_are_too_heavy_but_never_the_newest() {
        BoundedLog<String> log = new BoundedLog<>(10, 10, String::length);
        log.add("12345");
        log.add("1234");
        log.add("123");
        assertThat(kept(log)).containsExactly("1234", "123");

        log.add("12345678901234");
        assertThat(kept(log)).containsExactly("12345678901234");
        log.add("1");
        assertThat(kept(log)).containsExactly("1");
    }

    @Test
    void numbers_go_on_after_it_was_emptied() {
        List<String> forgotten = new ArrayList<>();
        BoundedLog<String> log = new BoundedLog<>(2);
        log.onForgotten(forgotten::add);
        log.add("one");
        log.add("two");
        log.add("three");
        log.clear();
        assertThat(kept(log)).isEmpty();

        log.add("four");
        log.add("five");
        log.add("six");

        assertThat(kept(log)).containsExactly("five", "six");
        assertThat(log.last()).isEqualTo(6);
        assertThat(forgotten).containsExactly("one", "two", "three", "four");
    }

    @Test
    void who_waits_for_an_entry_hears_of_one_that_becomes_it() {
        BoundedLog<StringBuilder> log = new BoundedLog<>(10);
        StringBuilder edited = new StringBuilder("at noon");
        log.add(edited);
        log.add(new StringBuilder("why?"));
        List<String> heard = new ArrayList<>();
        log.waiters().add(0, entry -> entry.toString().equals("at one"), List.of(), 1, () -> heard.add("at one"));

        log.changed(edited);
        assertThat(heard).isEmpty();

        edited.replace(0, edited.length(), "at one");
        log.changed(edited);
        assertThat(heard).containsExactly("at one");
    }
}
