/// The HTTP programs of the book's first chapter, each on port 8080 unless told: `--port=0`, or
/// `MARGAY_PORT`.
///
/// | program | shows | |---|---| | `HelloWorld` | a route | | `WritingJson` | a value as JSON | |
/// `NamingMembers` | names of its own for members | | `StreamingJson` | JSON written straight into the
/// answer | | `ReadingJson` | a body read as a whole | | `ReadingFirstJson` | the first value of a body |
/// | `CatPictures` | files beside routes | | `CheckingFirst` | a handler in front of another | |
/// `PassingOn` | a value from one handler to the next |
///
/// They answer what the book's programs answer, so errors are plain text here. A typed route (see the
/// greeter) says more, in fewer lines.
@NullMarked
package examples.chapter1;

import org.jspecify.annotations.NullMarked;
