package org.wholetale.recordedrun.runs;

import java.net.HttpURLConnection;

/** A request that is not answered as it wished. The message says why, and what to do. */
final class Refusal extends Exception {

  private static final long serialVersionUID = 1L;
  private static final int TOO_MANY_REQUESTS = 429;

  private final int code;

  private Refusal(int code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  /** Of HTTP. */
  int code() {
    return code;
  }

  static Refusal unauthenticated(String message) {
    return new Refusal(HttpURLConnection.HTTP_UNAUTHORIZED, message);
  }

  static Refusal forbidden(String message) {
    return new Refusal(HttpURLConnection.HTTP_FORBIDDEN, message);
  }

  static Refusal notFound(String message) {
    return new Refusal(HttpURLConnection.HTTP_NOT_FOUND, message);
  }

  static Refusal notAllowed(String method) {
    return new Refusal(HttpURLConnection.HTTP_BAD_METHOD, method + " is not for this address");
  }

  static Refusal conflict(String message) {
    return new Refusal(HttpURLConnection.HTTP_CONFLICT, message);
  }

  static Refusal tooMany(String message) {
    return new Refusal(TOO_MANY_REQUESTS, message);
  }

  /** Somebody whom this takes did not answer. */
  static Refusal unavailable(String message) {
    return new Refusal(HttpURLConnection.HTTP_BAD_GATEWAY, message);
  }
}
