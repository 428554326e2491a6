/**
 * The paper's words for each claim, verbatim and short, by the id of the claim; where they stand is the claim's `where`. Symbols are set as
 * in this report, references to figures and literature left out: '...'.
 */
export const QUOTES: Readonly<Record<string, string>> = {
  '2a.1':
    'Overall, we find that all modular networks reach a higher task difficulty (N_solved) than the corresponding non-modular networks',
  '2a.2':
    'all modular networks maintain a steady, linear progression through the curriculum, solving every task after a single epoch of training',
  '2a.3': 'Except for the smallest modular networks (M_m = 5)',
  '2a.4':
    'The non-modular networks, on the other hand, plateau much earlier in their progression through the curriculum.',
  '2b.1': 'the modular architecture always achieves better performance for the same number of parameters',
  '2c.1':
    'modular networks consistently reach a higher accuracy compared to non-modular networks, thus demonstrating superior generalization',
  '2c.2': 'performance decays with K for both types of networks',
  '2t.1': 'we were able to reach a maximum of N = 200 in one network before ending the simulation',
  '3a.1':
    'Modular networks not only have better initial performance but are also more robust against connectivity perturbations ... This is visible in the later inflection point, reflecting how larger perturbations are required to degrade the performance of modular networks.',
  '3a.2':
    'For all other cases, the number of neurons does not significantly impact the robustness of either network type.',
  '3b.1': 'However, modular networks are more sensitive to the perturbation of time-scale parameters',
  '3.1':
    'A special case is modular networks with M_m = 5 that appear to be more sensitive to both perturbations than their larger counterparts.',
  '4a.1': 'The trained timescale of the modular network stays the same across modules',
  '4a.2': 'the timescales of the non-modular network converge to 1 as the N_solved increases',
  '4a.3':
    'In both cases, these trained timescale values seem too small to account for the long timescales that are required for the large N tasks they can solve.',
  '4b.1': 'The effective timescales of both networks increase steadily with N_solved.',
  '4b.2':
    'neurons in the modular networks appear to harbor memory of longer timescales compared to the non-modular counterparts at the same stage in the curriculum',
  '5a.1': 'Perturbing feedforward weights affect downstream modules more strongly than earlier modules.',
  '5b.1':
    'The recurrent weights exhibit a similar qualitative pattern but are quantitatively more robust against the same levels of perturbations.',
  '5ab.1': 'the feedforward connections are more sensitive to perturbations relative to the recurrent weights',
  '5c.1': 'recurrent weights are more conserved than feedforward weights (lower variance)',
  '6a.1': 'networks with frozen feedforward weights fail catastrophically to solve the task for any N ≥ 3',
  '6a.2': 'comfortably reaching an N_solved ≈ 15 before stagnating',
  '6a.3': 'even outperforming non-modular networks that taper at N ≈ 10',
  '6a.4':
    'both network types underperform the original network for which both recurrent and feedforward connections are trained',
  '6a.5':
    'In networks of larger module size ... the difference between frozen recurrent weights and a fully trained network disappears',
  '6a.6': 'while frozen feedforward weights remain impaired',
  '6a.7': 'training the networks as deep reservoirs ... reducing the trainable parameters by half',
  '6a.8': 'the learnability of the feedforward connections appears to be much more important for task performance',
  '6b.1': 'Duplication of recurrent weights confers a slight advantage',
  '6b.2': 'duplicating feedforward weights confers little to no improvement to when neither weights are duplicated',
  '6b.3':
    'We also experimented with noisy duplication, but given the weak overall effect, we only show the results of exact duplication, without noise.',
  '6b.4': 'different duplication strategies mattered less at larger module sizes',
  '6b.5':
    'the duplication of recurrent weights W^R appears to account for an unambiguous advantage ..., compared to the duplication of feedforward weights',
  'D.1':
    'Our modular architecture incurs a heavy cost in terms of individual neural processing units, scaling linearly with task complexity in proportion to each module’s size.',
};
