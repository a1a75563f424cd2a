package dev.linqroutes.sandbox.people;

import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.Conversation;
import dev.linqroutes.sandbox.account.Member;
import dev.linqroutes.sandbox.account.Person;
import dev.linqroutes.sandbox.http.ApiError;

/** Somebody who does something in a chat with one of the account's lines. */
record ActingPerson(Person person, Conversation conversation) {

    /** @throws ApiError 409/2015 when the person is not in the chat */
    ActingPerson {
        requireMember(conversation.chat(), person.handle());
    }

    static Member requireMember(Chat chat, String handle) {
        return chat.member(handle)
                .filter(Member::isActive)
                .orElseThrow(() -> ApiError.conflict(handle + " is not in the chat"));
    }

    String handle() {
        return person.handle();
    }

    Chat chat() {
        return conversation.chat();
    }

    Member member() {
        return requireMember(chat(), handle());
    }
}
