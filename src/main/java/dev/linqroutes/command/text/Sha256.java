package dev.linqroutes.command.text;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digest that identifies contents and long texts. */
public final class Sha256 {
    private Sha256() {}

    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
