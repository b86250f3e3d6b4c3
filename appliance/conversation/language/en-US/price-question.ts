const ASKS =
  /\b(how much|how expensive|(what|whats|what's|what is) (\w+ ){0,4}(cost|costs|charge|price|prices|fee|fees|rate|rates|total)|(do|does|will|would|are|is) (you|they|there|it|that|this|i) (\w+ ){0,3}(charge|charging|cost|pay|fee|charged)|is (that|this|it) (all|the (whole|total|full)))\b/i;
const OBJECTS =
  /\b(too (much|high|expensive|steep|pricey)|so (much|high|expensive)|(thats|that's|that is|pretty|very|awfully|bit|kind of|kinda) (high|expensive|steep|pricey|a lot)|a lot (of money|for)|rip ?off|ridiculous|outrageous|cheaper|afford|discount|coupon|lower|crazy|robbery|(a|any) better|come down)\b/i;

/** A question what something costs, not an objection to what it costs: `how much do you charge`, `do you charge a trip fee`. */
export const asksPrice = (text: string): boolean => ASKS.test(text) && !OBJECTS.test(text);
