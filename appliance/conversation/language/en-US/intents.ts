import type { Intent } from '../../reading.ts';
import { withoutLead } from './answers.ts';
import { blamesOwnWork } from './own-work.ts';

/** First rule that is heard wins; the order goes from what must never be missed to what is merely polite. */
const RULES: readonly (readonly [Intent, string, RegExp])[] = [
  [
    'no_recording',
    'does not want to be recorded',
    /\b(dont|do not|stop|not|no|without|rather you not|refuse|turn off the|object) (\w+ ){0,5}(record|recording|recorded|recordings|taped|taping)\b|\b(not|dont) consent\b|\bno recording\b/,
  ],
  [
    'robot_question',
    'asks whether this is a machine',
    /\b(are|r) (you|u|this|we) (\w+ ){0,3}(a |an )?(robot|real|human|machine|computer|ai|bot|person or|recording|automated|live person|actual person|real person|chat bot|answering machine)\b|\b(is this|am i (talking|speaking) (to|with)|is it|talking to) (\w+ ){0,2}(a |an )?(robot|real person|human|machine|computer|ai|bot|recording|automated|live person|actual person|answering service|answering machine)\b|\byou sound like a (robot|machine|computer)\b|\bis there a human there\b/,
  ],
  [
    'person',
    'asks for a person',
    /\b(talk|speak|speaking|talking|transfer|transferred|connect|connected|put|get|give|pass|patch|switch|like|want|need|have|reach|hold)( \w+){0,5} (person|human|human being|somebody|someone|representative|rep|operator|dispatcher|dispatch|manager|owner|receptionist|real people|supervisor|office|boss|agent|live person|tech support|real one|customer service|secretary|actual person)\b(?! (to (come|look|fix|check|get|help|send|take|stop|out|here|replace|repair|install|give|do)|out|come|who|that|over|here|in the|fix|at the house|look))|^(um |uh |please |just |a |an |the )*(operator|representative|agent|human|real person|person|live person|customer service|manager)( please)?$|\b(a|an) (real|live|actual) (person|human|human being)\b|\b(real|live|human) (person|being|agent|operator)( please)?\b|\bperson please\b|\bhuman please\b|\bsomebody real\b|\bspeak (to|with) (the )?(owner|manager|boss|dispatcher|office)\b|\blet me talk to\b|\bi (dont|do not|wont|will not) (want to )?talk to (a |an )?(machine|robot|computer|ai|bot|recording)\b|\brather (talk|speak)\b/,
  ],
  [
    'vendor',
    'vendor, robocall or job seeker',
    /\b(google (listing|business|my business|ads|reviews rank)|your (\w+ )?(business|website|company) (listing|loan|online|seo|ranking|credit)|business loan|merchant (services|cash)|credit card processing|extended warranty|car warranty|vehicles? warranty|marketing (agency|company|services)|search engine|seo|solar panels on your|save (you )?money on your (electric|energy)|lead generation|leads for|press (one|1|two|2|nine|9) (to|now)|final notice|your account has been|social security|decision maker|person in charge of|who handles your|purchasing department|sales rep|on behalf of|special offer|limited time|we offer (a )?(free|special)|are you hiring|any openings|looking for a job|looking for work|job opening|job application|apply for (a|the) (job|position)|send you (a )?(free )?(sample|quote for your)|partner with|supplier|wholesale|medicare|survey|donation|donate)\b/,
  ],
  [
    'wrong_number',
    'wrong number',
    /\b(wrong number|wrong person|i misdialed|misdialed|dialed (the )?wrong|didnt mean to call|is this (the )?(pizza|dominos|walmart|walgreens|cvs|pharmacy|hospital|doctors|dentist|bank|school|library|post office)|called by mistake|butt dial|butt dialed|order a pizza|looking for the (pharmacy|hospital|bank))\b|^(hi |hello |hey )?is this (the |a )?(?!plumb|heat|hvac|ac |air|electric|furnace|repair|right)\w+ (place|restaurant)$/,
  ],
  [
    'reschedule',
    'wants to move a visit',
    /\b(reschedul\w*|re schedul\w*|(move|change|switch|push|bump|postpone|delay) (\w+ ){0,3}(appointment|visit|time slot|service call|window|my time|appointment time)|(move|change|push) (it|that|them) (to|back|up|until)|different (day|time) for (my|the) (appointment|visit)|cant make (it|my appointment|the appointment)|come (later|earlier|another day|a different day) instead|postpone|appointment (to|moved|changed) )\b/,
  ],
  [
    'cancel',
    'wants to cancel',
    /\b(cancel|cancell?ing|cancelled|canceled|cansel|call off|dont need (you|anyone|somebody|the appointment) (to come )?anymore|no longer need|dont come|do not come|fixed itself)\b/,
  ],
  [
    'status',
    'asks where the technician is',
    /\b(where (is|are|s) (\w+ ){0,3}(technician|tech|guy|plumber|electrician|he|she|they|driver|repairman|somebody|someone|your guy|man)|wheres (\w+ ){0,3}(technician|tech|guy|plumber|electrician|he|repairman)|(technician|tech|guy|plumber|electrician|nobody|no one|someone|they|he|repairman) (\w+ ){0,4}(supposed to (be|come)|never showed|didnt show|hasnt shown|has not shown|is late|running late|on (his|the|their) way|not here|isnt here|hasnt come|still coming|coming today|showed up|has shown up|be here|not here yet)|when (is|will|are|s) (\w+ ){0,4}(technician|tech|guy|plumber|electrician|he|they|someone|somebody)( \w+){0,3} (coming|come|be here|get here|arrive|arriving|show|showing)|(status|update) (of|on|for) (my|the|our)|what time (is|are|will|s) (\w+ ){0,4}(coming|come|be here|arrive|appointment)|check(ing)? on (my|the|our|an) (appointment|service|visit|order|part|tech)|confirm(ing)? (my|our|the|an) (appointment|visit)|when is my appointment|how (far|long) (away|out|till|until) (\w+ ){0,4}(tech|technician|guy|he|they|plumber|gets)|eta|been waiting (all|for|since|on)|waiting (for|on) (the|your|a) (tech|technician|guy|plumber|electrician)|has my part|did my part|part come in|is my part)\b/,
  ],
  [
    'complaint',
    'is unhappy with work done',
    /\b(complain\w*|complaint|terrible (service|job|work)|unacceptable|not happy|unhappy|very upset|so upset|really upset|furious|ripped (me )?off|rip off|overcharged|didnt fix|did not fix|never fixed|you (guys )?(just )?(were|came) (here|out) (\w+ ){0,4}(and|but)|came out (\w+ ){0,5}(and|but) (its|it|the|now|still)|still (not working|broken|leaking) after|same problem again|want my money back|refund|bad review|sue you|lawyer|worst|made it worse|damaged my|broke my|left a mess|scratched my)\b/,
  ],
  [
    'billing',
    'billing',
    /\b(my (bill|invoice|payment|receipt|statement)|the (invoice|receipt|statement)|an invoice|a receipt|pay (my|the|an|a) (bill|invoice|balance)|make a payment|billing|charged (me )?twice|double charged|charge on my|send me (the|a|an|my) (invoice|receipt)|balance (due|i owe)|owe you|accounting|accounts (payable|receivable)|question about (my|the|a) (bill|charge|invoice))\b/,
  ],
  [
    'repeat',
    'asks to hear it again',
    /\b(repeat (that|it|please)|say (that|it) again|come again|pardon( me)?|what did you say|didnt (catch|hear|get) (that|you|it)|did not (catch|hear) (that|you)|could you repeat|can you repeat|one more time please|i didnt understand|couldnt hear|cant hear you|say again|speak up|what was that|what was the (question|time|price|number)|sorry what|what you say|please repeat|repeat)\b|^(what|huh|excuse me|sorry|pardon|come again|hello hello)$/,
  ],
  [
    'wait',
    'asks to wait',
    /\b(hold on|hang on|just a (second|sec|minute|moment|min)|one (second|sec|minute|moment)|give me a (second|sec|minute|moment|min)|wait a (second|sec|minute|moment)|wait please|let me (check|see|look|find|grab|get|think|ask)|bear with me|hold please|wait wait|gimme a (second|minute))\b|^(wait|um|uh|hmm|hold)$/,
  ],
  [
    'message',
    'wants to leave a message',
    /\b(leave|take|pass on|pass along|give (him|her|them)) (\w+ ){0,3}message\b|\b(call|ring|phone) (me|us) back\b|\bhave (\w+ ){1,3}call me\b|\breturn(ing)? (my|your|a) call\b|\bgive me a call back\b|\bcallback\b/,
  ],
  [
    'price',
    'asks about price',
    /\b(how much|what (do|does|would|will|is|are|s) (\w+ ){0,4}(cost|charge|price|prices|fee|rate|rates|run me|going rate|total)|whats (\w+ ){0,4}(cost|charge|price|fee|rate|rates)|price|prices|pricing|cost|costs|ballpark|rough (idea|estimate|number)|hourly rate|service (call )?fee|trip (charge|fee)|diagnostic fee|cheaper|discount|coupon|expensive|free estimate|emergency fee|how expensive|financing|afford|dollars to come|charge extra|charge for|charge more|do you charge|you charge)\b/,
  ],
  [
    'thanks',
    'thanks',
    /^(okay |ok |alright |all right |great |perfect |good |well |no |oh )*(thank you|thanks|thank you very much|thank you so much|thanks a lot|many thanks|i appreciate (it|that|your help)|appreciate it|much appreciated)( (very much|so much|a lot|again|for your help|for everything|sir|maam|you|thank|very|have a (good|great|nice) (day|night|evening|one)))*$/,
  ],
  [
    'goodbye',
    'says goodbye',
    /\b(good ?bye|bye|bye bye|have a (good|great|nice) (day|night|evening|one|weekend)|talk to you later|see you (then|tomorrow|tonight|later|soon)|take care|good night|thats all( i need(ed)?)?|that is all|thats everything|that will be all|nothing else|that does it|thatll be all|thatll do it|im all set|were all set|all set|im good thanks|hang up now)\b/,
  ],
  [
    'greeting',
    'greets',
    /^(um |uh |oh |yes |okay )*(hi|hello|hey|good (morning|afternoon|evening)|howdy|((can|could|do) you|you) hear me|(are )?you (still )?there|(is )?(anyone|anybody|someone|somebody) (still )?there|is this (thing )?working)( there| hello| hi| yes| doing| today| how are you( doing)?| good (morning|afternoon|evening)| ((can|could|do) you )?hear me| (are )?you (still )?there| (is )?(anyone|anybody) there)*$/,
  ],
  [
    'question',
    'asks a question',
    /^(um |uh |hi |hello |so |okay |and |well |yes |yeah )*(do|does|are|is|can|could|will|would|what|which|who|how|when|where|why|have|did) (you|your|the|there|it|this|that|guys|we|i|they|kind|long|many|soon|brands|areas|about|time|hours|ever|all|old|does|do|is|are|anyone|anybody)\b|\b(do you (guys )?(do|service|work|offer|have|come|fix|repair|carry|take|accept|cover|install|handle|sell)|are you (licensed|insured|open|available|bonded)|what (areas|brands|hours)|how (long|soon)|is there a warranty|under warranty)\b/,
  ],
];

const CORRECTION =
  /^(um |uh |oh |well |okay |sorry )*(no |nope |actually |wait |sorry |correction |not )+(its|it is|thats|that is|the|my|i said|i meant|i mean|it should|that should|should be|make that|make it|no)\b|\b(i meant|i mean|i said|actually (its|it is|the|my)|correction|let me correct|should be|instead of|not \w+ (its|but)|you got (my|the|it) (\w+ )?wrong|change (my|the) (name|number|address|phone|street|city))\b|^(um |uh |oh |well |okay |sorry |no |wait )*actually (can|could|lets|make) (we|you|it|that) (do|make|come|have|be)\b|\b(can|could) (we|you) (do|make|come|have) (\w+ ){1,8}instead\b/;

/** What the caller wants. Returns the rule's name as the reason; null when no rule was heard. */
export const readIntent = (words: readonly string[]): { intent: Intent; why: string } | null => {
  const text = words.join(' ');
  const hit = RULES.find(([intent, , heard]) => heard.test(text) || (intent === 'complaint' && blamesOwnWork(text)));
  return hit ? { intent: hit[0], why: hit[1] } : null;
};

/** True when the caller sets something right. */
export const isCorrection = (words: readonly string[]): boolean => {
  const text = withoutLead(words.join(' '));
  return (
    CORRECTION.test(text) &&
    !/^(no |nope |um |uh |oh )*(thats|its|that is|it is) (fine|right|correct|ok|okay|good|it|all|great|wrong|everything|not|perfect)\b( thanks?| thank you)?$/.test(
      text,
    )
  );
};

/** True when the caller asks us to come, by any wording. */
export const asksForVisit = (words: readonly string[]): boolean =>
  /\b((someone|somebody|anyone|technician|tech|plumber|electrician|guy) (to )?(come|look)|send (\w+ ){0,3}(someone|somebody|out|technician|tech|plumber|electrician|guy|anyone)|come (out|over|by|look|fix|take|check|and)|(schedule|book|make|set up|need|get|want|like) (\w+ ){0,5}(appointment|visit|service call|technician|tech|plumber|electrician|someone|somebody|service|repair|inspection|estimate|tune up|quote|maintenance|a time)|get (someone|somebody|a guy) out|(fix|fixed|repaired|replaced|installed|looked at|serviced|check out)|needs (repair|service|replacing|fixing)|do you have (\w+ ){0,3}(available|opening|openings|availability)|help with|need help)\b/.test(
    words.join(' '),
  );

const HESITATION = /^(um+|uh+|hm+|mm+|er+|ah+)( (um+|uh+|hm+|mm+|er+|ah+|so|the|well))*$/;

/** Sounds of somebody who is thinking. @param text an utterance, as recognized */
export const isHesitation = (text: string): boolean => HESITATION.test(text.trim().toLowerCase());
