package dev.margay.validation;

/// The shape of an e-mail address: `local@domain`, without quoted local parts and address literals (RFC 5321).
///
/// Whether mail arrives there, only mail can tell.
final class EmailAddress {

    private static final int LONGEST_LOCAL = 64;
    private static final int LONGEST_DOMAIN = 253;
    private static final int LONGEST_LABEL = 63;
    private static final String ATOM = "!#$%&'*+/=?^_`{|}~-";

    private EmailAddress() {}

    static boolean isValid(String text) {
        int at = text.lastIndexOf('@');
        return at > 0
                && at <= LONGEST_LOCAL
                && text.length() - at - 1 <= LONGEST_DOMAIN
                && isLocal(text.substring(0, at))
                && isDomain(text.substring(at + 1));
    }

    private static boolean isLocal(String local) {
        char before = '.';
        for (int i = 0; i < local.length(); i++) {
            char c = local.charAt(i);
            if (c == '.' ? before == '.' : !Character.isLetterOrDigit(c) && ATOM.indexOf(c) < 0) {
                return false;
            }
            before = c;
        }
        return before != '.';
    }

    private static boolean isDomain(String domain) {
        for (int from = 0; from <= domain.length(); ) {
            int dot = domain.indexOf('.', from);
            int end = dot < 0 ? domain.length() : dot;
            if (!isLabel(domain, from, end)) {
                return false;
            }
            from = end + 1;
        }
        return true;
    }

    private static boolean isLabel(String domain, int from, int end) {
        if (end == from || end - from > LONGEST_LABEL || domain.charAt(from) == '-' || domain.charAt(end - 1) == '-') {
            return false;
        }
        for (int i = from; i < end; i++) {
            if (!Character.isLetterOrDigit(domain.charAt(i)) && domain.charAt(i) != '-') {
                return false;
            }
        }
        return true;
    }
}
