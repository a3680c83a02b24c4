package org.wholetale.recordedrun.recorder;

import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.signing.SigningKey;
import org.wholetale.recordedrun.signing.TimestampAuthority;

/**
 * By what an archive is signed.
 *
 * @param timestampAuthority who attests when; null where no time is to be attested
 */
public record RunSigning(SigningKey key, @Nullable TimestampAuthority timestampAuthority) {}
