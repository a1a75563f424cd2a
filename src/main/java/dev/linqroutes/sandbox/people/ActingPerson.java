package dev.linqroutes.sandbox.people;

import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.Person;
import dev.linqroutes.sandbox.account.Services;
import dev.linqroutes.sandbox.http.ApiError;

/**
 * Somebody who does something in a chat with one of the account's lines.
 *
 * @param service what carries it to the others and the line
 */
record ActingPerson(Person person, Chat chat, String service) {

    String handle() {
        return person.handle();
    }

    /** Nothing that a blocked person does arrives (reference 2.13): it is as if it was not done. */
    boolean isBlocked() {
        return person.blocked();
    }

    /** @throws ApiError 409/2017 on RCS and SMS (reference 3.5) */
    void requireIMessage(String what) {
        require(service.equals(Services.IMESSAGE), what);
    }

    /** @throws ApiError 409/2017 on SMS (reference 3.5) */
    void requireRich(String what) {
        require(!service.equals(Services.SMS), what);
    }

    private void require(boolean possible, String what) {
        if (!possible) {
            throw new ApiError(409, 2017, what + ": not possible on " + service + ", which reaches the members");
        }
    }
}
