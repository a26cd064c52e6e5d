package io.gatewaystore.credentials.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * A YAML mapping of settings, some of them in mappings of their own; the name of such a one is {@code section.key}. Block style and flow style
 * are both edited where they stand.
 */
final class YamlText implements ConfigText {

    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setAllowDuplicateKeys(true).build();
    private static final int INDENT = 2;
    /** Needs no quotes, wherever it stands; what looks like a number or a boolean is quoted by whoever wants a text. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9_./:,%+=-]*(?<!:)");

    private final SourceText text;
    private final @Nullable MappingNode root;
    private final Map<String, Located> values = new LinkedHashMap<>();
    private final Set<String> plainInFlow = new HashSet<>();

    private YamlText(SourceText text, @Nullable MappingNode root) {
        this.text = text;
        this.root = root;
    }

    static YamlText parse(SourceText text) throws UnreadableException {
        Optional<Node> node = compose(text);
        if (node.isPresent() && !(node.get() instanceof MappingNode) && !isNull(node.get())) {
            throw new UnreadableException("is not a YAML mapping of settings");
        }
        MappingNode root = node.filter(MappingNode.class::isInstance)
                .map(MappingNode.class::cast)
                .orElse(null);
        YamlText yaml = new YamlText(text, root);
        if (root != null) {
            yaml.read("", root);
        }
        return yaml;
    }

    private static Optional<Node> compose(SourceText text) throws UnreadableException {
        try {
            return new Composer(SETTINGS, new ParserImpl(SETTINGS, new StreamReader(SETTINGS, text.forParsers())))
                    .getSingleNode();
        } catch (MarkedYamlEngineException e) {
            // The position only: the message may quote the line.
            throw new UnreadableException(
                    "is not YAML"
                            + e.getProblemMark()
                                    .map(mark -> ", line " + (mark.getLine() + 1))
                                    .orElse(""),
                    e);
        } catch (YamlEngineException e) {
            throw new UnreadableException("is not YAML", e);
        }
    }

    private static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar && scalar.getValue().isEmpty() && scalar.isPlain();
    }

    private void read(String prefix, MappingNode mapping) throws UnreadableException {
        for (NodeTuple tuple : mapping.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            read(prefix + key, tuple.getKeyNode(), tuple.getValueNode());
            if (mapping.getFlowStyle() == FlowStyle.FLOW
                    && tuple.getValueNode() instanceof ScalarNode scalar
                    && scalar.isPlain()) {
                plainInFlow.add(prefix + key);
            }
        }
    }

    private void read(String name, Node key, Node value) throws UnreadableException {
        boolean alias = isBefore(value, key);
        if (value instanceof MappingNode mapping && !alias) {
            if (values.keySet().stream().anyMatch(earlier -> earlier.startsWith(name + "."))) {
                throw new UnreadableException("line " + (start(key).getLine() + 1) + ": " + name + " is there twice");
            }
            read(name + ".", mapping);
        } else if (value instanceof SequenceNode sequence && !alias) {
            for (int i = 0; i < sequence.getValue().size(); i++) {
                read(name + "[" + i + "]", key, sequence.getValue().get(i));
            }
        } else {
            String content = value instanceof ScalarNode scalar ? scalar.getValue() : "*";
            Located located = new Located(name, content, start(key).getLine(), alias ? null : span(key, value));
            if (values.put(name, located) != null) {
                throw new UnreadableException(
                        "line " + (located.line() + 1) + ": " + name + " is set twice; remove one of them");
            }
        }
    }

    /** An alias is the very node that its anchor stands for, with that one's place. */
    private static boolean isBefore(Node value, Node key) {
        return start(value).getIndex() < start(key).getIndex();
    }

    private @Nullable Span span(Node key, Node value) {
        if (isNull(value)) {
            Mark end = end(key);
            int colon = text.line(end.getLine()).indexOf(':', column(end));
            return colon < 0 ? null : new Span(end.getLine(), colon + 1, 0);
        }
        Mark from = start(value);
        Mark to = end(value);
        boolean block = value instanceof ScalarNode scalar
                && (scalar.getScalarStyle() == ScalarStyle.LITERAL || scalar.getScalarStyle() == ScalarStyle.FOLDED);
        return from.getLine() == to.getLine() && !block ? Span.between(from.getLine(), column(from), column(to)) : null;
    }

    /** The library counts code points. */
    private int column(Mark mark) {
        return text.line(mark.getLine()).offsetByCodePoints(0, mark.getColumn());
    }

    private static Mark start(Node node) {
        return node.getStartMark().orElseThrow();
    }

    private static Mark end(Node node) {
        return node.getEndMark().orElseThrow();
    }

    @Override
    public Map<String, Located> values() {
        return values;
    }

    @Override
    public void set(Draft draft, String name, String value) throws UnreadableException {
        Located located = values.get(name);
        if (located != null) {
            Span span = located.editable();
            draft.replace(span, span.length() == 0 ? " " + scalar(value, false) : like(text.at(span), value));
            return;
        }
        int dot = name.indexOf('.');
        if (dot < 0) {
            insertAtRoot(draft, name, value);
        } else {
            insertInSection(draft, name.substring(0, dot), name.substring(dot + 1), value);
        }
    }

    @Override
    public void rewrite(Draft draft, String name, UnaryOperator<String> change) throws UnreadableException {
        Located located = values.get(name);
        if (located != null && plainInFlow.contains(name)) {
            // A comma would end it.
            draft.replace(located.editable(), '"' + escaped(change.apply(located.value())) + '"');
        } else {
            ConfigText.super.rewrite(draft, name, change);
        }
    }

    private static String like(String raw, String value) {
        return switch (raw.charAt(0)) {
            case '"' -> '"' + escaped(value) + '"';
            case '\'' -> '\'' + value.replace("'", "''") + '\'';
            default -> scalar(value, false);
        };
    }

    private static String scalar(String value, boolean flow) {
        return PLAIN.matcher(value).matches() && !flow ? value : '"' + escaped(value) + '"';
    }

    private static String flowScalar(String value) {
        return value.equals("true") || value.equals("false") ? value : scalar(value, true);
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private void insertAtRoot(Draft draft, String key, String value) {
        if (root != null && root.getFlowStyle() == FlowStyle.FLOW) {
            insertInFlow(draft, root, '"' + key + "\": " + flowScalar(value));
        } else {
            draft.insert(endOfRoot(), rootIndent() + key + ": " + scalar(value, false));
        }
    }

    private void insertInSection(Draft draft, String section, String key, String value) {
        NodeTuple tuple = root == null ? null : tuple(root, section);
        if (tuple == null) {
            if (root != null && root.getFlowStyle() == FlowStyle.FLOW) {
                insertInFlow(draft, root, '"' + section + "\": {\"" + key + "\": " + flowScalar(value) + "}");
                return;
            }
            int end = endOfRoot();
            draft.insert(end, rootIndent() + section + ":");
            draft.insert(end + 1, rootIndent() + " ".repeat(INDENT) + key + ": " + scalar(value, false));
        } else if (tuple.getValueNode() instanceof MappingNode mapping) {
            if (mapping.getFlowStyle() == FlowStyle.FLOW) {
                insertInFlow(draft, mapping, flowKey(mapping, key) + ": " + flowScalar(value));
            } else {
                draft.insert(lastLine(mapping) + 1, indent(mapping) + key + ": " + scalar(value, false));
            }
        } else {
            int line = end(tuple.getKeyNode()).getLine();
            draft.insert(line + 1, rootIndent() + " ".repeat(INDENT) + key + ": " + scalar(value, false));
        }
    }

    private static @Nullable NodeTuple tuple(MappingNode mapping, String key) {
        return mapping.getValue().stream()
                .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode scalar
                        && scalar.getValue().equals(key))
                .findFirst()
                .orElse(null);
    }

    private String flowKey(MappingNode mapping, String key) {
        boolean quoted = mapping.getValue().stream()
                .anyMatch(tuple -> tuple.getKeyNode() instanceof ScalarNode scalar && !scalar.isPlain());
        return quoted ? '"' + key + '"' : key;
    }

    private void insertInFlow(Draft draft, MappingNode mapping, String entry) {
        Mark end = end(mapping);
        Span bracket = new Span(end.getLine(), column(end) - 1, 0);
        draft.replace(bracket, mapping.getValue().isEmpty() ? entry : ", " + entry);
    }

    private String rootIndent() {
        return root == null || root.getValue().isEmpty() ? "" : indent(root);
    }

    private String indent(MappingNode mapping) {
        Mark first = start(mapping.getValue().get(0).getKeyNode());
        return text.line(first.getLine()).substring(0, column(first));
    }

    private int endOfRoot() {
        return root == null || root.getValue().isEmpty() ? text.size() : lastLine(root) + 1;
    }

    /** The last line that something of the node is on; what follows, such as comments, the library counts in. */
    private static int lastLine(Node node) {
        if (node instanceof MappingNode mapping && mapping.getFlowStyle() != FlowStyle.FLOW) {
            NodeTuple last = mapping.getValue().get(mapping.getValue().size() - 1);
            return Math.max(end(last.getKeyNode()).getLine(), lastLine(last.getValueNode()));
        }
        if (node instanceof SequenceNode sequence && sequence.getFlowStyle() != FlowStyle.FLOW) {
            return lastLine(sequence.getValue().get(sequence.getValue().size() - 1));
        }
        Mark end = end(node);
        return end.getColumn() == 0 && !isNull(node) ? end.getLine() - 1 : isNull(node) ? 0 : end.getLine();
    }

    @Override
    public void remove(Draft draft, String name) throws UnreadableException {
        Located located = values.get(name);
        if (located == null || root == null) {
            throw new UnreadableException("has no " + name);
        }
        located.editable();
        int dot = name.indexOf('.');
        NodeTuple section = dot < 0 ? null : tuple(root, name.substring(0, dot));
        MappingNode mapping = section != null && section.getValueNode() instanceof MappingNode inner ? inner : root;
        if (mapping.getFlowStyle() == FlowStyle.FLOW) {
            removeFromFlow(draft, mapping, name.substring(dot + 1));
            return;
        }
        draft.remove(located.line());
        if (section != null && mapping.getValue().size() == 1) {
            // A section with nothing in it but comments would be another setting.
            draft.remove(start(section.getKeyNode()).getLine());
        }
    }

    private void removeFromFlow(Draft draft, MappingNode mapping, String key) throws UnreadableException {
        List<NodeTuple> tuples = new ArrayList<>(mapping.getValue());
        int index = 0;
        while (!((ScalarNode) tuples.get(index).getKeyNode()).getValue().equals(key)) {
            index++;
        }
        NodeTuple tuple = tuples.get(index);
        Mark from = start(tuple.getKeyNode());
        Mark to = end(tuple.getValueNode());
        if (index + 1 < tuples.size()) {
            to = start(tuples.get(index + 1).getKeyNode());
        } else if (index > 0) {
            from = end(tuples.get(index - 1).getValueNode());
        }
        if (from.getLine() != to.getLine()) {
            throw new UnreadableException("line " + (from.getLine() + 1) + ": " + key
                    + " cannot be removed from a flow mapping of several lines; remove it by hand");
        }
        draft.replace(Span.between(from.getLine(), column(from), column(to)), "");
    }
}
