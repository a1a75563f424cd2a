package dev.linqroutes.capability;

import java.time.Duration;

/** Waits between two questions. */
@FunctionalInterface
public interface Pause {
    /** @return whether to go on; false when the user wants to stop */
    boolean await(Duration time) throws InterruptedException;
}
