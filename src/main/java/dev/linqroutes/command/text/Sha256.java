package dev.linqroutes.command.text;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digest by which contents and long texts are told apart. */
public final class Sha256 {
    private Sha256() {}

    /** A digest of nothing yet. */
    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
