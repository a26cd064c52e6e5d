package io.gatewaystore.credentials.procedure;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * One step of a plan: a transition between two states. Whatever a run before it has left of the step, going forward ends in the later state and going
 * backward in the earlier one. It is kept in the journal, so it holds everything it needs, and no secrets.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "step")
@JsonSubTypes({
    @JsonSubTypes.Type(value = BackUp.class, name = "back-up"),
    @JsonSubTypes.Type(value = Issue.class, name = "issue"),
    @JsonSubTypes.Type(value = Reissue.class, name = "reissue"),
    @JsonSubTypes.Type(value = Install.class, name = "install"),
    @JsonSubTypes.Type(value = Unpack.class, name = "unpack"),
    @JsonSubTypes.Type(value = SwitchMembers.class, name = "switch-members"),
    @JsonSubTypes.Type(value = MoveConsumers.class, name = "move-consumers"),
    @JsonSubTypes.Type(value = Retire.class, name = "retire"),
    @JsonSubTypes.Type(value = PrepareRotation.class, name = "prepare-rotation"),
    @JsonSubTypes.Type(value = Exchange.class, name = "exchange"),
    @JsonSubTypes.Type(value = ProveServed.class, name = "prove-served"),
    @JsonSubTypes.Type(value = DiscardOld.class, name = "discard-old")
})
sealed interface Step
        permits BackUp,
                Issue,
                Reissue,
                Install,
                Unpack,
                SwitchMembers,
                MoveConsumers,
                Retire,
                PrepareRotation,
                Exchange,
                ProveServed,
                DiscardOld {

    void forward(Run run);

    void backward(Run run);

    /** What it is, for people, as what follows "step n:". */
    String describe();

    /** Whether there is a way back once it has begun. */
    default boolean undoable() {
        return true;
    }
}
