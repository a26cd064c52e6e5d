package io.gatewaystore.cli.console;

import java.io.BufferedWriter;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi;

/**
 * The streams of a command. Text is UTF-8 whatever the locale, as keys and values are.
 *
 * <p>Not thread-safe; confine to one thread.
 */
public final class Console {

    /** Asks the person at the terminal. */
    @FunctionalInterface
    public interface PasswordPrompt {

        /**
         * Asks for a password.
         *
         * @param prompt what to show
         * @return what was typed, or empty if there is nobody to ask
         */
        Optional<String> ask(String prompt);
    }

    private final InputStream in;
    private final OutputStream rawOut;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Ansi colours;
    private final boolean terminal;
    private final PasswordPrompt passwords;

    /**
     * Creates a console.
     *
     * @param in what is piped into the command
     * @param out takes results
     * @param err takes everything else
     * @param terminal whether a person looks on
     * @param passwords asks that person
     */
    public Console(InputStream in, OutputStream out, OutputStream err, boolean terminal, PasswordPrompt passwords) {
        this.in = in;
        this.rawOut = out;
        this.out = writer(out, false);
        this.err = writer(err, true);
        this.terminal = terminal;
        this.colours = terminal ? Ansi.AUTO : Ansi.OFF;
        this.passwords = passwords;
    }

    /**
     * The console of this process.
     *
     * @return the standard streams; a terminal if both input and output are one
     */
    public static Console ofProcess() {
        Optional<java.io.Console> person = person();
        return new Console(
                System.in,
                System.out,
                System.err,
                person.isPresent(),
                prompt -> person.map(there -> there.readPassword("%s", prompt)).map(String::new));
    }

    // Null is what a JDK before 22 says without a terminal; later ones are asked.
    @SuppressWarnings("SystemConsoleNull")
    private static Optional<java.io.Console> person() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal);
    }

    private static boolean isTerminal(java.io.Console console) {
        try {
            return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException beforeJdk22) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    private static PrintWriter writer(OutputStream stream, boolean flushLines) {
        return new PrintWriter(new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8)), flushLines);
    }

    /**
     * What is piped into the command.
     *
     * @return standard input
     */
    public InputStream in() {
        return in;
    }

    /**
     * Takes results as text. Buffered: what must be seen before the command ends has to be flushed.
     *
     * @return standard output
     */
    public PrintWriter out() {
        return out;
    }

    /**
     * Takes results that are not text, after all text written before.
     *
     * @return standard output
     */
    public OutputStream rawOut() {
        out.flush();
        return rawOut;
    }

    /**
     * Takes everything that is not a result. Each line is seen at once.
     *
     * @return standard error
     */
    public PrintWriter err() {
        return err;
    }

    /**
     * Says what went wrong, or is worth knowing.
     *
     * @param message one line or several
     */
    public void error(String message) {
        err.println("storectl: " + message);
    }

    /**
     * Whether a person looks on, who likes progress and colours.
     *
     * @return false if output goes to a file or another program
     */
    public boolean isTerminal() {
        return terminal;
    }

    /**
     * Whether text may have colours: on a terminal, unless {@code NO_COLOR} is set.
     *
     * @return what applies styles, or leaves them out
     */
    public Ansi colours() {
        return colours;
    }

    /**
     * Asks for a password without showing it.
     *
     * @param prompt what to show
     * @return what was typed, or empty if there is nobody to ask
     */
    public Optional<String> password(String prompt) {
        return passwords.ask(prompt);
    }

    /** Makes everything written visible. */
    public void flush() {
        out.flush();
        err.flush();
    }
}
