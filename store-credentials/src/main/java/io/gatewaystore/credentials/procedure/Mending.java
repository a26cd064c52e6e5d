package io.gatewaystore.credentials.procedure;

import io.gatewaystore.credentials.CredentialException;
import io.gatewaystore.credentials.directory.CredentialFile;
import io.gatewaystore.credentials.directory.Inspection;
import io.gatewaystore.credentials.issue.CertificateSummary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** What has to be done about credentials of which some are missing, damaged or expired, and whether it can be done. */
final class Mending {

    private final Run run;
    private final Instant now;
    private final Map<Place, Inspection> found = new LinkedHashMap<>();

    Mending(Run run) {
        this.run = run;
        this.now = run.clock().instant();
        run.deployment()
                .places()
                .forEach(place -> found.put(place, run.inspect(place).credentials()));
    }

    /** Gives every place credentials that prove something, from the authority that is there. Empty if all have them. */
    List<Step> steps(Function<Place, IssueSettings> settings) {
        List<Step> steps = new ArrayList<>();
        checkNothingIsInTheWay();
        if (holdsCredentials(Place.ISSUER)) {
            checkAuthorityIfNeeded();
        } else {
            checkNoneHasCredentials();
            steps.add(new Issue(settings.apply(Place.ISSUER), false));
        }
        for (Place place : found.keySet()) {
            if (holdsCredentials(place)) {
                if (isUnsound(place)) {
                    steps.add(new Reissue(place, settings.apply(place)));
                }
            } else if (!place.isIssuer()) {
                steps.add(new Install(place.member(), settings.apply(place)));
            }
        }
        return steps;
    }

    /** Whether certificates have expired: then nothing can be proven before there are others. */
    boolean haveCertificatesExpired() {
        return found.keySet().stream()
                .anyMatch(place -> hasExpired(place, CredentialFile.SERVER_CERTIFICATE)
                        || hasExpired(place, CredentialFile.CLIENT_CERTIFICATE));
    }

    void checkAuthorityIsValid() {
        if (hasExpired(Place.ISSUER, CredentialFile.CA_CERTIFICATE)) {
            throw new CredentialException("the authority in '" + run.issued().file(CredentialFile.CA_CERTIFICATE)
                    + "' has expired, so that nothing it issues is accepted: run '" + Words.rollback(run.state())
                    + "' and enable again");
        }
    }

    private boolean hasExpired(Place place, CredentialFile file) {
        return summary(place, file)
                .map(certificate -> now.isAfter(certificate.notAfter()))
                .orElse(false);
    }

    private void checkNothingIsInTheWay() {
        found.forEach((place, inspection) -> {
            if (inspection.exists() && inspection.present().isEmpty()) {
                throw new CredentialException(
                        "'" + inspection.path() + "' on " + place + " holds no credentials; move it away first");
            }
        });
    }

    /** A step of this repair that fails would have stopped members for nothing. */
    private void checkAuthorityIfNeeded() {
        for (Place place : found.keySet()) {
            if (!holdsCredentials(place) || isUnsound(place)) {
                checkAuthority(place);
            }
        }
    }

    private void checkAuthority(Place inNeed) {
        try {
            run.issued().authority();
        } catch (CredentialException e) {
            throw cannotMend(inNeed, String.valueOf(e.getMessage()), e);
        }
        checkAuthorityIsValid();
    }

    private CredentialException cannotMend(Place place, String why, CredentialException cause) {
        List<String> faults = inspection(place).faults();
        return new CredentialException(
                (faults.isEmpty() ? place + " has no credentials" : String.join("; ", faults))
                        + ". They cannot be issued anew: " + why
                        + ". Put the files back from a copy, or run '" + Words.rollback(run.state())
                        + "' and enable again",
                cause);
    }

    private void checkNoneHasCredentials() {
        List<Place> having =
                found.keySet().stream().filter(this::holdsCredentials).toList();
        if (!having.isEmpty()) {
            throw new CredentialException(
                    "the issuing directory '" + run.issued().path() + "' is missing, while "
                            + Words.list(having)
                            + " still have credentials: put it back from a copy, or run '"
                            + Words.rollback(run.state()) + "' and enable again");
        }
    }

    private boolean holdsCredentials(Place place) {
        return !inspection(place).present().isEmpty();
    }

    private boolean isUnsound(Place place) {
        return !inspection(place).faults().isEmpty() || !authority(place).equals(authority(Place.ISSUER));
    }

    private Optional<String> authority(Place place) {
        return summary(place, CredentialFile.CA_CERTIFICATE).map(CertificateSummary::sha256);
    }

    private Optional<CertificateSummary> summary(Place place, CredentialFile file) {
        return Optional.ofNullable(inspection(place).certificates().get(file.fileName()));
    }

    private Inspection inspection(Place place) {
        return Objects.requireNonNull(found.get(place), "a place of the deployment");
    }
}
