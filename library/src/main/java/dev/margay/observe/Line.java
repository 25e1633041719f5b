package dev.margay.observe;

/// Something to be logged, not yet text: becomes a line on the thread that writes. Immutable.
interface Line {

    void writeJson(LineBuffer target);

    void writeText(LineBuffer target);
}
