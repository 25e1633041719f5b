package dev.margay.http;

/// Thrown where work cannot go on and the caller should be told why.
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.code() + ": " + problem.message());
        this.problem = problem;
    }

    ProblemException(Problem problem, Throwable cause) {
        super(problem.code() + ": " + problem.message(), cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
