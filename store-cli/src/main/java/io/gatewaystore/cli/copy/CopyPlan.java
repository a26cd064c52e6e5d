package io.gatewaystore.cli.copy;

import io.gatewaystore.KeyRange;

/**
 * What to copy and what to leave.
 *
 * @param range the keys
 * @param force whether keys that exist are replaced if they differ
 * @param withLeased whether keys are copied that a lease (a TTL, a session) can delete; their copies are permanent
 * @param verify whether the target is read in the end and compared
 */
record CopyPlan(KeyRange range, boolean force, boolean withLeased, boolean verify) {}
