// SPDX-License-Identifier: Apache-2.0
// Small mistakes that a function of the database could have, planted on a test's own platform: the random test must notice each.
import assert from 'node:assert/strict';
import { superuser } from '../platform.js';

// Each is a function, what its text says and what it is to say instead. What is noticed soonest comes first.
export const faults = {
  one_approval_is_enough_where_two_are_asked_for: ['review.draft_needs', 'else n.approvals end', 'else 1 end'],
  grants_outlive_what_ends_them: ['access.end_grants', 'any (i_grants)', 'any (i_grants) and false'],
  a_refusal_leaves_no_entry: ['audit.end_call', 'i_c.account_id is not null or', "i_c.account_id is not null and i_code <> 'own_request' or"],
  a_person_decides_in_two_stages: ['review.has_acted', 'return exists', 'return i_review is null and exists'],
  what_excludes_each_other_is_not_seen: ['access.find_exclusive', 'select i_permission', 'select null::text'],
  the_last_one_who_could_decide_goes: ['review.find_dependence', 'where not review.is_decidable', 'where false and not review.is_decidable'],
  a_review_is_withdrawn_by_whoever_reads_it: ['review.check_requester', 'i_c.person_id <> i_review.person_id', 'false'],
  a_record_is_shown_to_whom_it_is_not_for: ['record.is_addressed', 'return i_record', 'return true or i_record'],
  a_named_backup_counts_before_time: ['review.list_delegates', 'not d.overdue_only or', 'true or'],
  others_act_under_a_break_glass_of_two: ['access.find_break_glass', 'i_c.account_id in (b.account_id, b.joined_account_id)', 'true'],
  what_has_moved_is_done_all_the_same: ['record.apply_destruction', 'and r.version = i_review.base', ''],
};

// Plants it, and gives back what takes it out again.
export function plant(name) {
  const [fn, from, to] = faults[name];
  const text = superuser(`select pg_get_functiondef('${fn}'::regproc)`);
  assert.ok(text.includes(from), `${fn} does not say ${from}`);
  superuser(text.replace(from, to));
  return () => superuser(text);
}
