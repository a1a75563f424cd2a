package dev.linqroutes.files.check;

/** Asks Linq about the lines and people of a checked file. Nothing is sent to them. */
@FunctionalInterface
public interface LinqInquiry {
    /** Takes seconds for each handle. */
    LinqAnswers ask(InquirySubjects subjects) throws InterruptedException;
}
