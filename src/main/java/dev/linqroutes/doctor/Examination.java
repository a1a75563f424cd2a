package dev.linqroutes.doctor;

import java.util.List;

/** Examines one area. Changes nothing unless it was made to. */
interface Examination {
    /** In a word. */
    String area();

    /** @throws Exception when it cannot be examined; the message says why */
    List<Finding> examine() throws Exception;
}
